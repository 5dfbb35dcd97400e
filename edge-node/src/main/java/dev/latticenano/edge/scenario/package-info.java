/**
 * Scenarios: small texts that say what happens in a simulation and what must hold. Text enters,
 * steps of a simulation and sentences about what is wrong leave. The language: docs/simulator.md.
 */
package dev.latticenano.edge.scenario;
