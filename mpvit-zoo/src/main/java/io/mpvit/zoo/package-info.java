/**
 * The MPViT model zoo for DJL: {@code Criteria} finds the published models by group {@code
 * io.mpvit}, artifact, application and filter.
 */
package io.mpvit.zoo;
