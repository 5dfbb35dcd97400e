/** The contracts every store of the project passes, and the tests of those kept on the heap. */
package dev.latticenano.core.store;
