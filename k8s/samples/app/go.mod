module pointsman.io/samples/app

go 1.26.0
