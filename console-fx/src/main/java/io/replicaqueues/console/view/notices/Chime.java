// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.notices;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/** A short tone. Any thread may call it; it sounds on a thread of its own, and not at all where there is no sound. */
final class Chime implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Chime.class.getName());
    private static final float RATE = 22_050;
    private static final int BITS = 8;
    private static final double SECONDS = 0.25;
    private static final double HERTZ = 784;
    private static final double LOUDNESS = 60;

    private final ExecutorService sound = Executors.newSingleThreadExecutor(Chime::daemon);

    void ring() {
        sound.execute(Chime::play);
    }

    @Override
    public void close() {
        sound.shutdown();
    }

    private static void play() {
        AudioFormat format = new AudioFormat(RATE, BITS, 1, true, false);
        try (SourceDataLine line = AudioSystem.getSourceDataLine(format)) {
            line.open(format);
            line.start();
            byte[] tone = tone();
            line.write(tone, 0, tone.length);
            line.drain();
        } catch (LineUnavailableException | IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "There is no sound: " + e.getMessage());
        }
    }

    /** It fades, so that it ends without a click. */
    static byte[] tone() {
        byte[] tone = new byte[(int) (RATE * SECONDS)];
        for (int i = 0; i < tone.length; i++) {
            double fading = 1 - (double) i / tone.length;
            tone[i] = (byte) Math.round(LOUDNESS * fading * Math.sin(2 * Math.PI * HERTZ * i / RATE));
        }
        return tone;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sound of the console");
        thread.setDaemon(true);
        return thread;
    }
}
