internal import MarkdownKit

/// Markup that takes back or hides what stands between its two ends, over several blocks: `<del>`, `<template>`, `{% comment %}`.
struct HidingMarkup {
    private static let elements: Set<String> = ["del", "s", "strike", "blockquote", "template", "script", "style", "noscript"]
    private var open: [String] = []

    /// What is open now, as it is written; nil for nothing.
    var opener: String? { open.last }

    mutating func read(_ block: MarkdownBlock) {
        switch block.kind {
        case .html(let text): read(html: text)
        case .paragraph:
            for inline in block.inlines {
                if inline.kind == .html { read(html: inline.text) }
                if inline.kind == .text, inline.text.holds("{%") { read(template: inline.text) }
            }
        // A heading begins something new, whatever was left open.
        case .heading: open = []
        default: break
        }
    }

    private mutating func read(html: String) {
        for part in html.split(separator: "<").dropFirst(html.hasPrefix("<") ? 0 : 1) {
            let isEnd = part.hasPrefix("/")
            let name = part.dropFirst(isEnd ? 1 : 0).prefix { $0.isLetter }.lowercased()
            if HidingMarkup.elements.contains(name) { set(isEnd, "<\(name)>") }
        }
    }

    private mutating func read(template: String) {
        for part in template.split(separator: "{%").dropFirst(template.hasPrefix("{%") ? 0 : 1) {
            let name = part.trimmedSpaces.drop { $0 == "-" || $0 == " " }.prefix { $0.isLetter }
            if name == "comment" || name == "endcomment" { set(name == "endcomment", "{% comment %}") }
        }
    }

    private mutating func set(_ isEnd: Bool, _ opener: String) {
        if !isEnd {
            open.append(opener)
        } else if let last = open.lastIndex(of: opener) {
            open.removeSubrange(last...)
        }
    }
}

extension MarkdownBlock {
    /// `!!! danger`, `::: warning`: a box of another tool, whose content Markdown takes for words.
    var isAdmonition: Bool {
        guard kind == .paragraph, let first = inlines.first, first.kind == .text else { return false }
        return ["!!! ", "??? ", ":::"].contains(where: first.text.hasPrefix)
    }
}
