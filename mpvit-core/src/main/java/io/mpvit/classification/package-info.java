/** Image classification from pictures to class probabilities. */
package io.mpvit.classification;
