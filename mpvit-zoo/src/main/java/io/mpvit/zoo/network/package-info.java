/** Builds the network that a model card describes and gives it the weights of a file. */
package io.mpvit.zoo.network;
