internal import SystemKit

/// A report as pages for people show it: the same sections in Markdown and in HTML.
struct ReportDocument {
    /// A part of a text, and how it is set.
    enum Piece {
        case text(String)
        /// Ids, hashes, commands: as they are typed.
        case code(String)
        case strong(String)
        /// A word that says how something stands.
        case state(String, Tone)
    }

    /// A text of pieces, set one after the other with a space between.
    struct Words: ExpressibleByStringLiteral {
        var pieces: [Piece]

        init(_ pieces: Piece...) { self.pieces = pieces }
        init(_ pieces: [Piece]) { self.pieces = pieces }
        init(stringLiteral text: String) { pieces = [.text(text)] }
        static func text(_ text: String) -> Words { Words(.text(text)) }
        static func code(_ text: String) -> Words { Words(.code(text)) }
        static func state(_ text: String) -> Words { Words(.state(text, Tone(text))) }
    }

    struct Column {
        let title: String
        var isNumber = false

        init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    struct Table {
        let columns: [Column]
        var rows: [[Words]] = []

        init(_ columns: Column...) { self.columns = columns }
    }

    enum Block {
        case paragraph(Words)
        case facts([(name: String, value: Words)])
        case table(Table)
        /// What is owed; nothing of it is checked.
        case checklist([Words])
        case timeline([TimelineEntry])
        /// Pictures; where there can be none, the tables beside them say the same.
        case plots([Plot])
    }

    struct Section {
        /// For links within the page.
        let id: String
        let title: String
        var blocks: [Block]
    }

    let title: String
    /// What kind of document it is, and when it was written.
    let notice: Words
    let severity: String?
    let sections: [Section]
}
