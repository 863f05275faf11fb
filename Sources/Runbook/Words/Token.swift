/// A word, a mark or a piece of code of a text, as words are compared: small letters, one kind of space, apostrophe and dash.
struct Token: Equatable {
    enum Kind: Equatable {
        case word, mark
        /// A code span, by its place among the inlines.
        case code(Int)
        /// A cross or a no-entry sign, or else a tick.
        case sign(isGood: Bool)
    }

    var kind: Kind
    var text: String
    /// Whether it is the first one of its line.
    var beginsLine = false
    /// Where it ends in the text, in bytes.
    var end = 0
    /// Where it is a file's name, or part of one; and that name so far, as it is written.
    var file: FileName?
    var path: String?

    var isWord: Bool { kind == .word }
    var isCode: Bool { if case .code = kind { true } else { false } }
    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
    func isBadSign() -> Bool { kind == .sign(isGood: false) }
}

/// Text → tokens. Markup is left out, contractions are written out ("don’t" is "do not"), and what is no letter ends a word.
struct Tokenizer {
    private(set) var tokens: [Token] = []
    /// All that was read, code included.
    private(set) var source = ""
    private var offset = 0
    private var word = ""
    private var isLineStart = true
    /// What was read of a word that begins with `/`, `./` or `~/`.
    private var path = ""
    private var isWordStart = true

    static func tokens(_ text: String) -> [Token] {
        var tokenizer = Tokenizer()
        tokenizer.read(text)
        return tokenizer.tokens
    }

    mutating func code(_ index: Int, _ text: String) {
        source += text
        offset += text.utf8.count
        append(Token(kind: .code(index), text: "", file: FileName.of(text), path: text.contains(where: \.isWhitespace) ? nil : text))
    }

    mutating func read(_ text: String) {
        source += text
        let scalars = Array(text.unicodeScalars)
        var at = 0
        while at < scalars.count {
            let scalar = Characters.plain(scalars[at])
            let next = at + 1 < scalars.count ? Characters.plain(scalars[at + 1]) : nil
            let before = offset
            offset += UTF8.width(scalars[at])
            at += 1
            let isSpace = scalar == " " || scalar == "\n"
            if !isSpace, !path.isEmpty || isWordStart && "/.~".unicodeScalars.contains(scalar) { path.unicodeScalars.append(scalar) }
            isWordStart = isSpace
            defer { if isSpace { path = "" } }
            if Characters.isNothing(scalar) { continue }
            if scalar == "<", let next, next.properties.isAlphabetic || next == "/" || next == "!",
                let end = scalars[at...].prefix(200).firstIndex(of: ">")
            {
                pass(scalars[at...end])
                at = end + 1
            } else if scalar == ":", let (sign, length) = Characters.shortcode(scalars[at...]) {
                endWord(before)
                pass(scalars[at..<(at + length)])
                at += length
                append(Token(kind: .sign(isGood: sign), text: ""))
            } else if isPartOfWord(scalar, before: next) {
                Characters.appendLower(scalar, to: &word)
            } else {
                endWord(before)
                mark(scalar, before: next)
            }
        }
        endWord(offset)
    }

    private mutating func pass(_ scalars: ArraySlice<Unicode.Scalar>) { for scalar in scalars { offset += UTF8.width(scalar) } }

    private func isPartOfWord(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
        if Characters.isLetter(scalar) { return true }
        // Inside a word: `don't`, `e.g.`, `read-only`.
        guard "'.-_".unicodeScalars.contains(scalar), !word.isEmpty, let next else { return false }
        return Characters.isLetter(next)
    }

    private mutating func mark(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
        switch scalar {
        case "\n":
            isLineStart = true
        case ",", "(", ")", "[", "]", ";", "|": append(Token(kind: .mark, text: String(scalar)))
        case "\u{2192}": append(Token(kind: .mark, text: "-"))
        case "-":
            if next == nil || next == " " || next == ">" || next == "-" { append(Token(kind: .mark, text: "-")) }
        case ":":
            if next.map(Characters.isLetter) != true, next != "/" { append(Token(kind: .mark, text: ":")) }
        case ".", "!", "?", "\u{2026}":
            // A stop within a name or a number ends nothing.
            if next.map(Characters.isLetter) == true { return }
            if scalar == ".", let last = tokens.last, last.isWord, ["e.g", "i.e", "vs", "approx", "incl"].contains(last.text) { return }
            append(Token(kind: .mark, text: scalar == "\u{2026}" ? "," : String(scalar)))
        case _ where Characters.bad.contains(scalar): append(Token(kind: .sign(isGood: false), text: ""))
        case _ where Characters.good.contains(scalar): append(Token(kind: .sign(isGood: true), text: ""))
        default: break
        }
    }

    private mutating func append(_ token: Token) {
        var token = token
        token.beginsLine = isLineStart
        if token.end == 0 { token.end = offset }
        isLineStart = false
        tokens.append(token)
    }

    private mutating func endWord(_ end: Int) {
        if word.isEmpty { return }
        var whole: String?
        if path.hasPrefix("/") || path.dropFirst().hasPrefix("/") {
            whole = String(path.prefix { !":,;)".contains($0) })
            while whole?.hasSuffix(".") == true { whole?.removeLast() }
        }
        let file = FileName.of(whole ?? word)
        for part in Contraction.words(word) { append(Token(kind: .word, text: part, end: end, file: file, path: whole)) }
        word = ""
    }
}

/// "don't" → "do not", "it's" → "it is", "n'exécutez" → "ne exécutez".
private enum Contraction {
    private static let written = [
        "cannot": ["can", "not"], "cant": ["can", "not"], "can't": ["can", "not"], "don'ts": ["do", "not"], "won't": ["will", "not"],
        "shan't": ["shall", "not"], "dont": ["do", "not"],
        "doesnt": ["does", "not"], "didnt": ["did", "not"], "isnt": ["is", "not"], "arent": ["are", "not"], "mustnt": ["must", "not"],
        "shouldnt": ["should", "not"], "let's": ["let", "us"], "ain't": ["is", "not"],
    ]
    private static let endings: [(String, String?)] = [("n't", "not"), ("'re", "are"), ("'ll", "will"), ("'ve", "have"), ("'d", "would")]
    private static let pronouns: Set<String> = ["it", "that", "there", "here", "what", "he", "she", "who", "this"]

    static func words(_ word: String) -> [String] {
        if let known = written[word] { return known }
        guard word.utf8.contains(UInt8(ascii: "'")) else { return [word] }
        for (ending, meant) in endings where word.hasSuffix(ending) && word.count > ending.count {
            return [String(word.dropLast(ending.count))] + (meant.map { [$0] } ?? [])
        }
        if word.hasSuffix("'s") {
            let bare = String(word.dropLast(2))
            return pronouns.contains(bare) ? [bare, "is"] : [bare]
        }
        if word.hasPrefix("n'") { return ["ne", String(word.dropFirst(2))] }
        return word.split(separator: "'").map(String.init)
    }
}

/// What single characters stand for.
private enum Characters {
    static let bad: Set<Unicode.Scalar> = [
        "\u{274C}", "\u{1F6AB}", "\u{26D4}", "\u{2717}", "\u{2718}", "\u{2716}", "\u{2715}", "\u{274E}", "\u{1F6D1}", "\u{1F645}",
        "\u{1F44E}", "\u{2620}", "\u{1F480}", "\u{20E0}",
    ]
    static let good: Set<Unicode.Scalar> = ["\u{2705}", "\u{2713}", "\u{2714}", "\u{1F44D}", "\u{1F7E2}"]
    private static let shortcodes = [
        "x": false, "no_entry": false, "no_entry_sign": false, "negative_squared_cross_mark": false, "octagonal_sign": false,
        "heavy_multiplication_x": false, "white_check_mark": true, "heavy_check_mark": true, "ballot_box_with_check": true,
    ]

    /// One space, one apostrophe, one dash, and full-width letters like all others.
    static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return scalar.value == 0x60 ? "'" : scalar.value == 0x09 || scalar.value == 0x0D ? " " : scalar }
        switch scalar.value {
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return " "
        case 0x2028, 0x2029, 0x85: return "\n"
        case 0xB4, 0x2BB...0x2BD, 0x2018...0x201B, 0x2032, 0x55A, 0xFF07, 0x2C8: return "'"
        case 0x2010...0x2013, 0x2212: return "-"
        case 0x2014, 0x2015: return "\u{2192}"
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        default: return scalar
        }
    }

    /// Joiners, soft hyphens and choices of a glyph.
    static func isNothing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF, 0x2A, 0x7E: true
        default: false
        }
    }

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            let value = scalar.value
            return value | 0x20 >= 0x61 && value | 0x20 <= 0x7A || value >= 0x30 && value <= 0x39
        }
        return scalar.properties.isAlphabetic
    }

    static func appendLower(_ scalar: Unicode.Scalar, to word: inout String) {
        if scalar.value >= 0x41, scalar.value <= 0x5A, let small = Unicode.Scalar(scalar.value | 0x20) {
            word.unicodeScalars.append(small)
        } else if scalar.isASCII {
            word.unicodeScalars.append(scalar)
        } else {
            word += scalar.properties.lowercaseMapping
        }
    }

    /// `:no_entry:`, behind its first colon.
    static func shortcode(_ rest: ArraySlice<Unicode.Scalar>) -> (isGood: Bool, length: Int)? {
        let name = rest.prefix(40).prefix { isLetter($0) || $0 == "_" }
        guard !name.isEmpty, rest.dropFirst(name.count).first == ":" else { return nil }
        var text = ""
        text.unicodeScalars.append(contentsOf: name)
        return shortcodes[text].map { ($0, name.count + 1) }
    }
}
