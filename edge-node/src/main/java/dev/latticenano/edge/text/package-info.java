/**
 * What people read on a terminal and type into it: times, pictures of the graph, QR codes. Values
 * enter, lines of text leave; refuses to know nodes and commands.
 */
package dev.latticenano.edge.text;
