// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

/** Hears of changes and does nothing. */
final class UnheardChanges implements FrameApplier.ChangeListener {

    @Override
    public void added(long id) {}

    @Override
    public void removed(long id) {}

    @Override
    public void notFound() {}
}
