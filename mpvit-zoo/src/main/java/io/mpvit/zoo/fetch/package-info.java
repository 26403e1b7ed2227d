/**
 * Gets a model's weights file onto this machine.
 *
 * <p>{@link io.mpvit.zoo.fetch.WeightsLocator} decides where the file comes from: an explicit file,
 * {@code MPVIT_WEIGHTS}, our cache and other programs', the places on the card. {@link
 * io.mpvit.zoo.fetch.Downloader} brings one file over HTTP: it resumes, retries, checks, and lands
 * the file in one move. {@link io.mpvit.zoo.fetch.Pin} remembers the digest of a file at first
 * sight.
 */
package io.mpvit.zoo.fetch;
