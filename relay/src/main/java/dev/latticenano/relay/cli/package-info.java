/** The commands that the operator of a relay types: arguments in, sentences, tables or JSON out. */
package dev.latticenano.relay.cli;
