public import MailKit
internal import SystemKit

/// A notice as a mail.
public struct MailNotice: Sendable {
    /// A subject that a mail program shows whole (RFC 5322 wants lines of at most 78).
    static let subjectLimit = 200
    static let bodyLimit = 256 << 10

    private let notice: IncidentNotice

    public init(_ notice: IncidentNotice) { self.notice = notice }

    public func delivery(from: MailAddress, to: [MailAddress], via server: MailServer) -> Delivery {
        let subject = TextLimit.cut(notice.headline.oneLine, to: MailNotice.subjectLimit)
        let body = TextLimit.cut(notice.plainText, toBytes: MailNotice.bodyLimit)
        let message = MailMessage(from: from, to: to, subject: subject, body: body, date: notice.at, id: "\(notice.run).\(notice.incident)")
        let target = "\(server.withoutCredentials) → \(to.map(\.address).joined(separator: ", "))"
        var headers = message.headers.map { ShownRequest.Header(name: $0.name, value: $0.value.split(separator: "\r\n").joined()) }
        if server.user != nil { headers.insert(.init(name: "AUTH", value: ShownRequest.mask), at: 0) }
        return Delivery(
            .mail(message, server), target: target,
            shown: ShownRequest(method: "SMTP", url: server.withoutCredentials, headers: headers, body: .text(body)))
    }
}
