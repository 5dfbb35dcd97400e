/**
 * Bytes as numbers and text: fixed-width integers, varints, protobuf fields, hexadecimal and
 * Base58. Arrays owned by the caller enter and leave. Refuses to know what any byte means to
 * Lattice.
 */
package dev.latticenano.core.bytes;
