// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import io.replicaqueues.tests.broker.Broker;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** As much of STOMP 1.2 as sends and receives. For one thread. */
public final class StompClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int receipts;

    /** What goes over the line; headers in the order of their names. */
    record Frame(String command, Map<String, String> headers, String body) {}

    /** Connects and logs in. */
    public StompClient(Broker broker) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), broker.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        write(new Frame(
                "CONNECT",
                Map.of("accept-version", "1.2", "host", "any", "login", broker.user(), "passcode", broker.password()),
                ""));
        expect("CONNECTED");
    }

    /** Sends a message, and waits until the broker has it. */
    public void send(String queue, Map<String, String> headers, String body) throws IOException {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("destination", queue);
        all.put("receipt", "receipt " + ++receipts);
        write(new Frame("SEND", all, body));
        expect("RECEIPT");
    }

    void subscribe(String queue) throws IOException {
        write(new Frame("SUBSCRIBE", Map.of("id", "one", "destination", queue, "ack", "auto"), ""));
    }

    Frame receive() throws IOException {
        return expect("MESSAGE");
    }

    private Frame expect(String command) throws IOException {
        Frame frame = read();
        if (!frame.command().equals(command)) {
            throw new IOException("Not " + command + " but " + frame);
        }
        return frame;
    }

    private void write(Frame frame) throws IOException {
        StringBuilder text = new StringBuilder(frame.command()).append('\n');
        frame.headers()
                .forEach((name, value) ->
                        text.append(name).append(':').append(value).append('\n'));
        text.append('\n').append(frame.body()).append('\0');
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Frame read() throws IOException {
        String command = line();
        while (command.isEmpty()) {
            command = line();
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.putIfAbsent(header.substring(0, colon), header.substring(colon + 1));
        }
        return new Frame(command, headers, body(headers.get("content-length")));
    }

    private String body(String length) throws IOException {
        if (length == null) {
            return upTo('\0');
        }
        String body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        upTo('\0');
        return body;
    }

    private String line() throws IOException {
        return upTo('\n').replace("\r", "");
    }

    private String upTo(char end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next != end; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The broker has closed the connection");
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Waits until the broker has taken leave, or an acknowledgement might be lost with the connection. */
    @Override
    public void close() throws IOException {
        try (socket) {
            write(new Frame("DISCONNECT", Map.of(), ""));
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
