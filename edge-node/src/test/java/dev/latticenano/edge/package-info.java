/** The command line as people use it: whole commands, real folders, real links, real processes. */
package dev.latticenano.edge;
