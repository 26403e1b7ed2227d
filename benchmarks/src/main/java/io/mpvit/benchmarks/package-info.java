/** JMH benchmarks: the measurements behind docs/benchmarks.md and behind decisions in the code. */
package io.mpvit.benchmarks;
