/** The commands a person types: arguments in, sentences, tables or JSON out. */
package dev.latticenano.edge.cli;
