#define _GNU_SOURCE
#include "CSystem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// TCP_LISTEN of net/tcp_states.h, which netinet/tcp.h and linux/tcp.h both give but not together.
enum { listening = 10 };

static int ask(int socket, uint8_t family, uint16_t port) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 request;
    } message;
    memset(&message, 0, sizeof message);
    message.header.nlmsg_len = sizeof message;
    message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.request.sdiag_family = family;
    message.request.sdiag_protocol = IPPROTO_TCP;
    message.request.idiag_states = 1U << listening;
    message.request.id.idiag_sport = htons(port);
    return send(socket, &message, sizeof message, 0) == (ssize_t)sizeof message ? 0 : -1;
}

// Takes one answer apart. Returns 1 when more follows, 0 at its end, -1 where the kernel refused.
static int take(const char *bytes, size_t length, uint16_t port, uint32_t *inodes, size_t capacity, size_t *count) {
    for (const struct nlmsghdr *header = (const struct nlmsghdr *)(const void *)bytes; NLMSG_OK(header, length);
         header = NLMSG_NEXT(header, length)) {
        if (header->nlmsg_type == NLMSG_DONE) return 0;
        if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY || header->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg))) return -1;
        const struct inet_diag_msg *found = NLMSG_DATA(header);
        if (found->idiag_state == listening && found->id.idiag_sport == htons(port) && *count < capacity)
            inodes[(*count)++] = found->idiag_inode;
    }
    return 1;
}

int csystem_listeners(uint16_t port, uint32_t *inodes, size_t capacity) {
    int netlink = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (netlink < 0) return -1;
    size_t count = 0;
    int more = 0;
    const uint8_t families[] = {AF_INET, AF_INET6};
    for (size_t family = 0; family < sizeof families && more == 0; family++) {
        more = ask(netlink, families[family], port) == 0 ? 1 : -1;
        while (more == 1) {
            _Alignas(struct nlmsghdr) char bytes[16384];
            // The kernel has answered when `send` comes back.
            ssize_t length = recv(netlink, bytes, sizeof bytes, MSG_DONTWAIT);
            if (length < 0 && errno == EINTR) continue;
            more = length > 0 ? take(bytes, (size_t)length, port, inodes, capacity, &count) : -1;
        }
    }
    close(netlink);
    return more == 0 ? (int)count : -1;
}
