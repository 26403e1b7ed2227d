/** Stand-ins that keep tests of heads small. */
package io.mpvit.detection.testing;
