public import SystemKit

/// One mail of plain text (RFC 5322, MIME of RFC 2045): the headers that are owed, the body in base64.
public struct MailMessage: Sendable, Equatable {
    public struct Header: Sendable, Equatable {
        public let name: String
        /// As it is sent, folded.
        public let value: String
    }

    public let from: MailAddress
    /// At least one.
    public let to: [MailAddress]
    public let subject: String
    public let body: String
    public let date: Timestamp
    /// The part of the Message-ID before the `@`; the same message sent twice keeps it, so that mail programs can tell.
    public let id: String

    public init(from: MailAddress, to: [MailAddress], subject: String, body: String, date: Timestamp, id: String) {
        self.from = from
        self.to = to
        self.subject = subject
        self.body = body
        self.date = date
        self.id = String(id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
    }

    public var headers: [Header] {
        [
            Header(name: "Date", value: MailDate.text(date)),
            Header(name: "From", value: from.header),
            Header(name: "To", value: to.map(\.header).joined(separator: ",\r\n ")),
            Header(name: "Subject", value: HeaderText.unstructured(subject, used: 9)),
            Header(name: "Message-ID", value: messageID),
            // RFC 3834: nobody's holiday answers this.
            Header(name: "Auto-Submitted", value: "auto-generated"),
            Header(name: "MIME-Version", value: "1.0"),
            Header(name: "Content-Type", value: "text/plain; charset=utf-8"),
            Header(name: "Content-Transfer-Encoding", value: "base64"),
        ]
    }

    public var messageID: String { "<\(id)@\(from.domain)>" }

    /// What is sent after DATA, without the dot that ends it.
    public var bytes: [UInt8] {
        var text = headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n"
        var rest = Base64.encode(Array(canonical(body).utf8))[...]
        while !rest.isEmpty {
            text += rest.prefix(76) + "\r\n"
            rest = rest.dropFirst(76)
        }
        return Array(text.utf8)
    }

    /// Lines end in CR LF before they are encoded (RFC 2045, 6.8).
    private func canonical(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\n", previous != "\r" { out.append("\r") }
            out.append(scalar)
            previous = scalar
        }
        return String(out)
    }
}

/// RFC 5322, 3.3: `Thu, 26 Nov 2026 03:00:00 +0000`.
enum MailDate {
    static func text(_ time: Timestamp) -> String {
        let parts = time.rfc3339.split { "-T:.Z".contains($0) }.map(String.init)
        guard parts.count >= 6, let month = Int(parts[1]), (1...12).contains(month) else { return "" }
        // 1970-01-01 was a Thursday.
        let days = time.milliseconds >= 0 ? time.milliseconds / 86_400_000 : (time.milliseconds - 86_399_999) / 86_400_000
        let weekday = weekdays[Int(((days % 7) + 7) % 7)]
        return "\(weekday), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) +0000"
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
