/**
 * The MPViT model zoo for DJL: {@code Criteria} finds the published models by group {@code
 * io.mpvit}, artifact, application and filter, or by address.
 *
 * <pre>{@code
 * Criteria<Path, DetectedObjects> criteria =
 *     Criteria.builder()
 *         .setTypes(Path.class, DetectedObjects.class)
 *         .optModelUrls("mpvit://retinanet_mpvit_tiny_1x?threshold=0.3")
 *         .build();
 * try (ZooModel<Path, DetectedObjects> model = criteria.loadModel();
 *     Predictor<Path, DetectedObjects> predictor = model.newPredictor()) {
 *   DetectedObjects found = predictor.predict(Path.of("photo.jpg"));
 * }
 * }</pre>
 *
 * <p>Arguments, in the address's query or through {@code optArgument}: {@code weights}, a file of
 * one's own (in the query if there is an address); {@code precision}, {@code fp32}, {@code bf16} or
 * {@code fp16}; and those of the {@linkplain io.mpvit.zoo.translator translators}.
 */
package io.mpvit.zoo;
