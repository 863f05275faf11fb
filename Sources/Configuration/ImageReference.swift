/// Where the tag of an image stands, as a compose file writes the image: `jarvis/api:${JARVIS_IMAGE_TAG:-latest}`.
public enum ImageReference: Sendable, Equatable {
    /// A variable of its own gives the tag.
    case variable(String)
    /// The tag is written out; the text before it, up to and with the colon.
    case literal(before: String, tag: String)
    /// Nothing that could be written: no tag, a digest, a variable that is only a part of it.
    case unclear(String)

    public init(_ image: String) {
        if image.contains("@") {
            self = .unclear("the compose file names a digest, \(image)")
            return
        }
        guard let colon = ImageReference.colon(image) else {
            self = .unclear(
                image.contains("$") ? "the compose file takes the whole image from \(image)" : "the compose file names no tag: \(image)")
            return
        }
        let tag = image[image.index(after: colon)...]
        if let name = ImageReference.variable(tag) {
            self = .variable(name)
        } else if tag.contains("$") || tag.isEmpty {
            self = .unclear("the compose file puts the tag together: \(image)")
        } else {
            self = .literal(before: String(image[...colon]), tag: String(tag))
        }
    }

    /// The last colon that stands outside braces and behind the last slash.
    private static func colon(_ image: String) -> String.Index? {
        var depth = 0
        var found: String.Index?
        for index in image.indices {
            switch image[index] {
            case "{": depth += 1
            case "}": depth -= 1
            case "/" where depth == 0: found = nil
            case ":" where depth == 0: found = index
            default: break
            }
        }
        return found
    }

    /// The name in `$NAME`, `${NAME}`, `${NAME:-default}`, where nothing else stands beside it.
    private static func variable(_ text: Substring) -> String? {
        guard text.first == "$" else { return nil }
        let rest = text.dropFirst()
        guard rest.first == "{" else { return DotEnv.isName(rest) ? String(rest) : nil }
        guard rest.last == "}", rest.firstIndex(of: "}") == rest.index(before: rest.endIndex) else { return nil }
        let body = rest.dropFirst().dropLast()
        let name = body.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard DotEnv.isName(name) else { return nil }
        let operation = body[name.endIndex...]
        return operation.isEmpty || operation.hasPrefix(":-") || operation.hasPrefix("-") || operation.hasPrefix(":?")
            || operation.hasPrefix("?") ? String(name) : nil
    }
}
