/**
 * What a node and a bridge say to each other on port 15 of a serial line, and how the ports behind
 * a bridge share that line.
 *
 * <p>Enters: bytes off the wire, questions, and the time as {@code nowMs}. Leaves: bytes for the
 * wire, answers, and each port's line frames apart from the others'. Refuses to know: devices,
 * threads, clocks, and what the frames of a port carry. docs/bridge.md and docs/protocol.md §17 are
 * the specification.
 */
package dev.latticenano.link.bridge;
