/** Measures time, memory and efficiency of networks on this machine. */
package io.mpvit.zoo.measure;
