/** What the zoo's tests share. */
package io.mpvit.zoo.testing;
