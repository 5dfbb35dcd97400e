/** Scenarios that are read, that hold, and that do not. */
package dev.latticenano.edge.scenario;
