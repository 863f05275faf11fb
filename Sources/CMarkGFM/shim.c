#include "CMarkGFM.h"
// The library's header for its own extensions: it shows the text of a node without a copy. It comes in the same package as the
// archive this is linked from, so layout and code always agree.
#include <cmark-gfm/node.h>
#include <string.h>

static jarvis_node_kind extension_kind(cmark_node *node) {
    // Table nodes belong to an extension and are told apart by name.
    const char *name = cmark_node_get_type_string(node);
    if (strcmp(name, "table_cell") == 0) return JARVIS_NODE_TABLE_CELL;
    if (strcmp(name, "table_row") == 0) return JARVIS_NODE_TABLE_ROW;
    if (strcmp(name, "table_header") == 0) return JARVIS_NODE_TABLE_HEADER;
    if (strcmp(name, "table") == 0) return JARVIS_NODE_TABLE;
    return JARVIS_NODE_OTHER_BLOCK;
}

static jarvis_node_kind kind(cmark_node *node) {
    switch (node->type) {
    case CMARK_NODE_HEADING: return JARVIS_NODE_HEADING;
    case CMARK_NODE_PARAGRAPH: return JARVIS_NODE_PARAGRAPH;
    case CMARK_NODE_CODE_BLOCK: return JARVIS_NODE_CODE_BLOCK;
    case CMARK_NODE_LIST: return JARVIS_NODE_LIST;
    case CMARK_NODE_ITEM: return JARVIS_NODE_ITEM;
    case CMARK_NODE_BLOCK_QUOTE: return JARVIS_NODE_QUOTE;
    case CMARK_NODE_HTML_BLOCK: return JARVIS_NODE_HTML_BLOCK;
    case CMARK_NODE_THEMATIC_BREAK: return JARVIS_NODE_RULE;
    case CMARK_NODE_TEXT: return JARVIS_NODE_TEXT;
    case CMARK_NODE_CODE: return JARVIS_NODE_CODE;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: return JARVIS_NODE_BREAK;
    case CMARK_NODE_HTML_INLINE: return JARVIS_NODE_HTML;
    case CMARK_NODE_STRONG: return JARVIS_NODE_STRONG;
    case CMARK_NODE_LINK: return JARVIS_NODE_LINK;
    default: break;
    }
    if ((node->type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE) {
        int is_struck = node->extension && strcmp(cmark_node_get_type_string(node), "strikethrough") == 0;
        return is_struck ? JARVIS_NODE_STRUCK : JARVIS_NODE_OTHER_INLINE;
    }
    return node->extension ? extension_kind(node) : JARVIS_NODE_OTHER_BLOCK;
}

jarvis_node jarvis_cmark_node(cmark_node *node) {
    jarvis_node result = {
        .kind = kind(node),
        .line = node->start_line,
        .column = node->start_column,
        .end_line = node->end_line,
        .end_column = node->end_column,
        .has_children = node->first_child != NULL,
    };
    const cmark_chunk *chunk = NULL;
    if (result.kind == JARVIS_NODE_CODE_BLOCK) {
        chunk = &node->as.code.literal;
    } else if (result.kind == JARVIS_NODE_TEXT || result.kind == JARVIS_NODE_CODE || result.kind == JARVIS_NODE_HTML
               || result.kind == JARVIS_NODE_HTML_BLOCK) {
        chunk = &node->as.literal;
    }
    if (chunk) {
        result.text = chunk->data;
        result.length = chunk->len;
    }
    return result;
}
