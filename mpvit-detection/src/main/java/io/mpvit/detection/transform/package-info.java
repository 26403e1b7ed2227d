/** From pictures of any sizes to the padded tensor that a detector takes. */
package io.mpvit.detection.transform;
