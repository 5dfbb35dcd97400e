/** The world around simulated nodes. */
package dev.latticenano.edge.sim;
