/**
 * What every program around the core needs and none of them owns: exit codes and sentences, the
 * small files that prove who a device is. Refuses to know what is stored, said or shown.
 */
package dev.latticenano.host;
