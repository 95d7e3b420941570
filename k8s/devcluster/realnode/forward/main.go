// Command forward makes one address inside a network namespace reachable on a free loopback port of the namespace
// that it was started in: it listens first, then runs itself again inside the other namespace with the open socket.
package main

import (
	"flag"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

const listener = 10

func main() {
	network := flag.String("network", "", "path of the network namespace to dial in")
	to := flag.String("to", "", "address to dial, host:port")
	portFile := flag.String("port-file", "", "file that receives the loopback port")
	inside := flag.Bool("inside", false, "internal: the socket is open and the namespace is entered")
	flag.Parse()
	if *inside {
		log.Fatal(serve(*to))
	}
	log.Fatal(enter(*network, *to, *portFile))
}

func enter(network, to, portFile string) error {
	socket, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	file, err := socket.(*net.TCPListener).File()
	if err != nil {
		return err
	}
	if err := syscall.Dup3(int(file.Fd()), listener, 0); err != nil {
		return err
	}
	port := strconv.Itoa(socket.Addr().(*net.TCPAddr).Port)
	if err := os.WriteFile(portFile, []byte(port+"\n"), 0o600); err != nil {
		return err
	}
	nsenter, err := exec.LookPath("nsenter")
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(nsenter, []string{"nsenter", "--net=" + network, "--", self, "--inside", "--to", to}, os.Environ())
}

func serve(to string) error {
	socket, err := net.FileListener(os.NewFile(listener, "listener"))
	if err != nil {
		return err
	}
	for {
		client, err := socket.Accept()
		if err != nil {
			return err
		}
		go join(client, to)
	}
}

func join(client net.Conn, to string) {
	defer client.Close()
	server, err := net.Dial("tcp4", to)
	if err != nil {
		return
	}
	defer server.Close()
	go pass(server, client)
	pass(client, server)
}

// pass copies until one side ends, then tells the other one that no more will come.
func pass(to, from net.Conn) {
	io.Copy(to, from)
	to.(*net.TCPConn).CloseWrite()
}
