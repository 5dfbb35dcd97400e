/**
 * What people type into a terminal and read on it: times, amounts, addresses. Text enters, values
 * leave, and the other way; refuses to know commands.
 */
package dev.latticenano.host.text;
