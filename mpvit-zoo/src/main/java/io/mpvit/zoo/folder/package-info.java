/** Models as folders: weights, and beside them a card that says all that is known of them. */
package io.mpvit.zoo.folder;
