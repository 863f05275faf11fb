internal import TerminalKit

/// Foreign text in a page: for elements and for quoted attributes alike.
enum HTMLText {
    static func escape(_ text: String) -> String {
        var out = ""
        for scalar in Sanitizer.line(text).unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
