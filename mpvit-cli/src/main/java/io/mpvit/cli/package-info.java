/**
 * The {@code mpvit} command. Each command is one class; what they share (options, failures, output
 * files) stands beside them. Results go to standard output or files, talk goes to standard error.
 */
package io.mpvit.cli;
