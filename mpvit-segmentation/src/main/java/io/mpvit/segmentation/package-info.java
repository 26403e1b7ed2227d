/**
 * Semantic segmentation heads on {@code io.mpvit.backbone} features. UperNet arrives with its own
 * issue; until then the module reserves the name and the place in the dependency order.
 */
package io.mpvit.segmentation;
