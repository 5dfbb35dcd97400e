/**
 * Pictures on a terminal: the graph, QR codes. Values enter, lines of text leave; refuses to know
 * nodes and commands.
 */
package dev.latticenano.edge.text;
