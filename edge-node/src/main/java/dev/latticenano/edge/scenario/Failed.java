package dev.latticenano.edge.scenario;

/**
 * A scenario that did not hold.
 *
 * @param line of the scenario, from 1
 * @param text of that line
 * @param passedMs virtual time since the beginning
 * @param message what is otherwise than it should be
 */
public record Failed(int line, String text, long passedMs, String message) {}
