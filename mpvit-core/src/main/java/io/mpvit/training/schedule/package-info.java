/** Learning rates as pure functions of the iteration or the epoch. */
package io.mpvit.training.schedule;
