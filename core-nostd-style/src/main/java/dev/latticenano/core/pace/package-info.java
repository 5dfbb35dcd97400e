/**
 * How often, and how fast, something may happen: allowances that fill with the time they are told.
 * What they are for they do not know.
 */
package dev.latticenano.core.pace;
