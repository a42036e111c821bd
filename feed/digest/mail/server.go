package mail

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"strings"
)

// An Encryption says how the way to a server is protected.
type Encryption string

// The encryptions. The empty one is StartTLS.
const (
	StartTLS Encryption = "starttls" // asked for in the open, and then obligatory; port 587
	TLS      Encryption = "tls"      // from the first byte on; port 465
	None     Encryption = "none"     // for a server on this machine; port 25
)

// Encryptions lists them.
func Encryptions() []Encryption { return []Encryption{StartTLS, TLS, None} }

// A Server is where messages are handed in.
type Server struct {
	Host string
	// Port is that of the encryption where it is 0.
	Port int
	// User and Password are empty where the server wants none.
	User     string
	Password string `json:"-"`
	// From is whom messages come from: dateline@example.com, or Dateline <dateline@example.com>.
	From string
	TLS  Encryption
	// Roots are the authorities that certificates are trusted by; nil are those of the machine.
	Roots *x509.CertPool `json:"-"`
}

// String is the address, so that a server can be printed.
func (s Server) String() string { return net.JoinHostPort(s.Host, fmt.Sprint(s.port())) }

func (s Server) port() int {
	switch {
	case s.Port != 0:
		return s.Port
	case s.TLS == TLS:
		return 465
	case s.TLS == None:
		return 25
	}
	return 587
}

// Check returns what is wrong with the settings, in a sentence. It makes no connection.
func (s Server) Check() error {
	if s.Host == "" {
		return errors.New("the host is missing: give the name of the mail server, such as host: smtp.example.com")
	}
	if strings.ContainsAny(s.Host, ":/@ ") && net.ParseIP(s.Host) == nil {
		return fmt.Errorf("the host %q is to be a name only: the port stands in port", s.Host)
	}
	if s.Port < 0 || s.Port > 65535 {
		return fmt.Errorf("the port %d is not between 1 and 65535", s.Port)
	}
	switch s.TLS {
	case "", StartTLS, TLS:
	case None:
		if !loopback(s.Host) {
			return fmt.Errorf("tls: none is for a mail server on this machine only, and %s is not; write starttls, or tls", s.Host)
		}
	default:
		return fmt.Errorf("tls: %q is none of starttls, tls and none", s.TLS)
	}
	if (s.User == "") != (s.Password == "") {
		return errors.New("user and password belong together: give both, or neither where the server wants none")
	}
	return Address(s.From, "from")
}

// Address returns what is wrong with an address, which name stands for.
func Address(address, name string) error {
	if _, err := mail.ParseAddress(address); err != nil {
		return fmt.Errorf("%s: %q is not an address such as dateline@example.com", name, address)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
