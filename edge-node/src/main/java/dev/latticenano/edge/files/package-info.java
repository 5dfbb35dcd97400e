/** Real folders become entries and chunks, and entries become real folders again. */
package dev.latticenano.edge.files;
