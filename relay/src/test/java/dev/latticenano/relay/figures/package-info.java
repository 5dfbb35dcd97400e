/** Figures told to programs and to people. */
package dev.latticenano.relay.figures;
