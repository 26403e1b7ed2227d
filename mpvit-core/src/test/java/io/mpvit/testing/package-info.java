/** What the tests of several modules share: readers of the reference data. */
package io.mpvit.testing;
