/**
 * How a command line runs, fails and ends, and what it prints for programs. Words and values enter,
 * sentences, JSON and exit codes leave; refuses to know any command.
 */
package dev.latticenano.host.cli;
