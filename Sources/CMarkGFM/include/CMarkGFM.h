#pragma once
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>

// The blocks and inlines that a reader tells apart. Everything else is JARVIS_NODE_OTHER_BLOCK or JARVIS_NODE_OTHER_INLINE.
typedef enum {
    JARVIS_NODE_OTHER_BLOCK,
    JARVIS_NODE_HEADING,
    JARVIS_NODE_PARAGRAPH,
    JARVIS_NODE_CODE_BLOCK,
    JARVIS_NODE_LIST,
    JARVIS_NODE_ITEM,
    JARVIS_NODE_QUOTE,
    JARVIS_NODE_TABLE,
    JARVIS_NODE_TABLE_HEADER,
    JARVIS_NODE_TABLE_ROW,
    JARVIS_NODE_TABLE_CELL,
    JARVIS_NODE_HTML_BLOCK,
    JARVIS_NODE_RULE,
    // From here on inlines.
    JARVIS_NODE_OTHER_INLINE,
    JARVIS_NODE_TEXT,
    JARVIS_NODE_CODE,
    JARVIS_NODE_BREAK,
    JARVIS_NODE_HTML,
    JARVIS_NODE_STRONG,
    JARVIS_NODE_STRUCK,
    JARVIS_NODE_LINK,
} jarvis_node_kind;

// What one node is and where, read in one call.
typedef struct {
    jarvis_node_kind kind;
    int line, column, end_line, end_column;
    int has_children;
    // The text of text, code and HTML nodes and of code blocks where it lies: not terminated, alive as long as the node.
    // cmark_node_get_literal would make a copy of each to put an end mark behind it.
    const unsigned char *text;
    int length;
} jarvis_node;

jarvis_node jarvis_cmark_node(cmark_node *node);
