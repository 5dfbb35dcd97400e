/**
 * The rules of the whole repository as tests: who imports whom, how files look, and whether the
 * documents say what is so. Not about the node; they stand here because this module sees the rest.
 */
package dev.latticenano.rules;
