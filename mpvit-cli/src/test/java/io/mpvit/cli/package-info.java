/** Tests of the command line, mostly in process. */
package io.mpvit.cli;
