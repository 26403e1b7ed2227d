/**
 * A restricted pickle machine. It builds the few values that a state dict is made of, and turns
 * everything else into inert names: nothing that a file says is executed, loaded or looked up.
 */
package io.mpvit.checkpoint.pickle;
