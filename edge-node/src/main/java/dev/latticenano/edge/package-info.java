/** The node a person runs: wiring, one loop, clock, files and the command line. */
package dev.latticenano.edge;
