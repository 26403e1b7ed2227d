/** Measurements of time and memory; not published. */
package io.mpvit.benchmarks;
