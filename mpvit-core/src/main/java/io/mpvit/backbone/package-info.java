/** What heads know of a backbone: a block with an ordered list of named feature maps. */
package io.mpvit.backbone;
